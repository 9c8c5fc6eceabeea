/** Pictures of a drawing. */

/** Browsers draw nothing on a larger canvas. */
const LARGEST = 16_000;

/** A drawing in pixels, in one of its two themes. */
export async function picture(svg: string, scale: number, dark: boolean): Promise<Blob> {
  const image = new Image();
  // Inside an image the theme would be the system's.
  const themed = svg.replace('color-scheme:light dark', `color-scheme:${dark ? 'dark' : 'light'}`);
  image.src = `data:image/svg+xml,${encodeURIComponent(themed)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const fitting = Math.min(scale, LARGEST / width, LARGEST / height);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * fitting), Math.round(height * fitting)];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the drawing is too large for a picture'))));
  });
}
