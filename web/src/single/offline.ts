/** A file on a disk is kept by whoever put it there. */
export function keepOffline(): void {}
