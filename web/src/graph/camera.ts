/** Zoom and pan of the drawing: fits by itself until the user moves it. */

import { set } from './svg';

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Whether it goes on below, and not to the right. */
  readonly rows?: boolean;
}

const SMALLEST = 0.02;
const LARGEST = 3;
/** Picked by trial: below this, names cannot be read. */
const SMALLEST_AUTOMATIC = 0.6;
/** Picked by trial: a little smaller is better than a last column out of view. */
const SMALLEST_WHOLE_WIDTH = { page: 0.55, part: 0.48 };
/** Picked by trial: a small plan looks lost on a large screen, and clumsy when it fills it. */
const LARGEST_AUTOMATIC = 1.15;
const STEP = 1.25;
/** The drawing's own margin at its sides, in its pixels. */
const MARGIN = 12;

export class Camera {
  #x = 0;
  #y = 0;
  #scale = 1;
  #content: Size = { width: 0, height: 0 };
  /** Whether the user moved the drawing. */
  #moved = false;
  /** Of the frame. */
  #width = 0;
  #height = 0;
  #isPrinting = false;
  /** Whether a wheel scrolls the page that it is in; it then zooms with Ctrl only. */
  yields = false;
  #pointers = new Map<number, PointerEvent>();

  constructor(
    readonly frame: SVGSVGElement,
    readonly scene: SVGGElement,
    /** Told how much higher than the drawing its frame is, in the drawing's pixels. */
    readonly slack: (height: number) => void,
  ) {
    frame.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    frame.addEventListener('pointerdown', (event) => this.#press(event));
    frame.addEventListener('pointermove', (event) => this.#drag(event));
    frame.addEventListener('pointerup', (event) => this.#pointers.delete(event.pointerId));
    frame.addEventListener('pointercancel', (event) => this.#pointers.delete(event.pointerId));
    new ResizeObserver(([entry]) => {
      this.#width = entry?.contentRect.width ?? 0;
      this.#height = entry?.contentRect.height ?? 0;
      this.#settle();
      this.#fade();
    }).observe(frame);
  }

  /** Tells how large the drawing is now. */
  show(content: Size): void {
    this.#content = content;
    this.#settle();
  }

  /** Lets it fit by itself again, from the next drawing on. */
  release(): void {
    this.#moved = false;
  }

  /** Puts all of it in view. */
  fit(): void {
    this.#moved = false;
    this.#place(SMALLEST);
  }

  /** All of it, whatever the frame is on paper; afterwards again what was in view. */
  print(isOn: boolean): void {
    this.#isPrinting = isOn;
    set(this.frame, { viewBox: isOn ? `0 0 ${this.#content.width} ${this.#content.height}` : undefined });
    this.#apply();
  }

  zoom(direction: 'in' | 'out'): void {
    const { width, height } = this.frame.getBoundingClientRect();
    this.#zoomAt(direction === 'in' ? STEP : 1 / STEP, width / 2, height / 2);
  }

  /** Moves a focused element into view. */
  follow(element: Element): void {
    const frame = this.frame.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const dx = Math.max(0, frame.left + 8 - box.left) - Math.max(0, box.right + 8 - frame.right);
    const dy = Math.max(0, frame.top + 8 - box.top) - Math.max(0, box.bottom + 8 - frame.bottom);
    if (dx !== 0 || dy !== 0) {
      this.#move(dx, dy);
    }
  }

  #settle(): void {
    if (!this.#moved) {
      this.#place(SMALLEST_AUTOMATIC);
    }
  }

  #place(smallest: number): void {
    const { width, height } = this.frame.getBoundingClientRect();
    if (width === 0 || this.#content.width === 0) {
      return;
    }
    [this.#width, this.#height] = [width, height];
    const { rows } = this.#content;
    const across = width / this.#content.width;
    const down = rows && smallest > SMALLEST ? across : height / this.#content.height;
    const fitting = Math.min(across, down, LARGEST_AUTOMATIC);
    this.#scale = Math.max(across < SMALLEST_WHOLE_WIDTH[this.yields ? 'part' : 'page'] ? smallest : Math.min(smallest, across), fitting);
    this.#x = Math.max(0, (width - this.#content.width * this.#scale) / 2);
    const slack = rows ? 0 : Math.max(0, height - this.#content.height * this.#scale);
    this.#y = slack / 2;
    this.slack(Math.round(slack / this.#scale));
    this.#apply();
  }

  #wheel(event: WheelEvent): void {
    const isZoom = event.ctrlKey || event.metaKey;
    const { scrollHeight = 0, clientHeight = 0 } = document.scrollingElement ?? {};
    const isAround = this.yields || scrollHeight > clientHeight;
    if (isAround && !isZoom && !this.#takes(event)) return;
    event.preventDefault();
    if (isZoom) {
      const frame = this.frame.getBoundingClientRect();
      this.#zoomAt(Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
    } else {
      this.#move(-event.deltaX, -event.deltaY);
    }
  }

  /** Whether the keyboard is in the drawing, and the drawing goes on where the wheel leads: at its end the page scrolls again. */
  #takes({ deltaX, deltaY }: WheelEvent): boolean {
    if (!this.frame.matches(':focus-within')) return false;
    const { width, height } = this.#content;
    const goesOn = (by: number, at: number, size: number, room: number): boolean => (by < 0 && at < 0) || (by > 0 && at + size * this.#scale > room);
    return goesOn(deltaX, this.#x, width, this.#width) || goesOn(deltaY, this.#y, height, this.#height);
  }

  #press(event: PointerEvent): void {
    if (event.button === 0) {
      this.#pointers.set(event.pointerId, event);
    }
  }

  #drag(event: PointerEvent): void {
    const last = this.#pointers.get(event.pointerId);
    if (!last) {
      return;
    }
    const [dx, dy] = [event.clientX - last.clientX, event.clientY - last.clientY];
    const others = [...this.#pointers.values()].filter((pointer) => pointer.pointerId !== event.pointerId);
    if (others.length === 0 && !this.frame.hasPointerCapture(event.pointerId) && Math.hypot(dx, dy) < 4) {
      return;
    }
    this.frame.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event);
    const other = others[0];
    if (other) {
      this.#pinch(last, event, other);
    } else {
      this.#move(dx, dy);
    }
  }

  #pinch(last: PointerEvent, now: PointerEvent, other: PointerEvent): void {
    const frame = this.frame.getBoundingClientRect();
    const distance = (event: PointerEvent): number =>
      Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
    const middle = [(now.clientX + other.clientX) / 2 - frame.left, (now.clientY + other.clientY) / 2 - frame.top];
    this.#zoomAt(distance(now) / Math.max(1, distance(last)), middle[0] ?? 0, middle[1] ?? 0);
  }

  /** Rows that fit from side to side move up and down only. */
  #move(dx: number, dy: number): void {
    this.#moved = true;
    const isHeld = this.#content.rows && this.#content.width * this.#scale < this.#width + 1;
    this.#x += isHeld ? 0 : dx;
    this.#y += dy;
    this.#apply();
  }

  #zoomAt(factor: number, x: number, y: number): void {
    const scale = Math.min(LARGEST, Math.max(SMALLEST, this.#scale * factor));
    this.#moved = true;
    this.#x = x - ((x - this.#x) * scale) / this.#scale;
    this.#y = y - ((y - this.#y) * scale) / this.#scale;
    this.#scale = scale;
    this.#apply();
  }

  #apply(): void {
    const round = (value: number): number => Math.round(value * 1000) / 1000;
    set(this.scene, {
      transform: this.#isPrinting ? undefined : `translate(${round(this.#x)} ${round(this.#y)}) scale(${round(this.#scale)})`,
    });
    this.#fade();
  }

  /** Shows by a fading edge that the drawing goes on beyond it. */
  #fade(): void {
    const { width, height, rows } = this.#content;
    const classes = this.frame.classList;
    classes.toggle('cut-left', this.#x + MARGIN * this.#scale < 0);
    classes.toggle('cut-right', this.#x + (width - MARGIN) * this.#scale > this.#width + 1);
    classes.toggle('cut-below', rows === true && this.#y + (height - MARGIN) * this.#scale > this.#height + 1);
  }
}
