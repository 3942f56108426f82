// Photos in the browser's own words. Through web-sys the same weighs several times as much.

// What a camera may hand over; larger files only come from hostile hands.
const INPUT_MAX_BYTES = 40 * 1024 * 1024;
// Tried in this order: first the quality goes down, then the size.
const TRIES = [[1, 0.85], [1, 0.75], [1, 0.62], [1, 0.5], [0.75, 0.6], [0.6, 0.5], [0.45, 0.4]];

/** The JPEG bytes of a picture, drawn anew; null if it stays too large. Throws for what is no picture. */
export async function shrink(file, maxPx, maxBytes) {
  if (file.size > INPUT_MAX_BYTES) return null;
  const bitmap = await createImageBitmap(file);
  try {
    const canvas = document.createElement('canvas');
    const fit = Math.min(maxPx / Math.max(bitmap.width, bitmap.height), 1);
    let drawn;
    for (const [part, quality] of TRIES) {
      if (part !== drawn) draw(canvas, bitmap, fit * part);
      drawn = part;
      const jpeg = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
      if (jpeg.size <= maxBytes) return new Uint8Array(await jpeg.arrayBuffer());
    }
    return null;
  } finally {
    bitmap.close();
  }
}

function draw(canvas, bitmap, scale) {
  const size = (px) => Math.max(Math.round(px * scale), 1);
  canvas.width = size(bitmap.width);
  canvas.height = size(bitmap.height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

/** The file that was chosen; the same picture may be chosen again. */
export function chosen({ target }) {
  const [file] = target.files;
  target.value = '';
  return file;
}

export const openCamera = (input) => input.click();

export const address = (jpeg) => URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' }));
export const forget = (address) => URL.revokeObjectURL(address);
