// The signature's canvas in the browser's own words.

export const sizeOf = (canvas) => [canvas.clientWidth, canvas.clientHeight];

/** Which finger, where on the canvas, when. */
export const touch = ({ pointerId, offsetX, offsetY, timeStamp }) => [pointerId, offsetX, offsetY, timeStamp];

/** The finger's moves belong to the canvas until it lifts. */
export function capture(canvas, pointer) {
  try {
    canvas.setPointerCapture(pointer);
  } catch {
    // A canvas that cannot capture still draws as long as the finger stays on it.
  }
}

/** Everything anew, as sharp as the screen is: JSON of lists of points, in a box that lies so on the canvas. */
export function draw(canvas, strokes, scale, left, top) {
  const sharp = Math.max(devicePixelRatio, 1);
  canvas.width = canvas.clientWidth * sharp;
  canvas.height = canvas.clientHeight * sharp;
  const pen = canvas.getContext('2d');
  pen.setTransform(scale * sharp, 0, 0, scale * sharp, left * sharp, top * sharp);
  pen.lineWidth = 3 / scale;
  pen.lineCap = pen.lineJoin = 'round';
  pen.strokeStyle = '#101418';
  for (const stroke of JSON.parse(strokes)) {
    pen.beginPath();
    // A line to itself: a dot is drawn, too.
    for (const [x, y] of [...stroke.slice(0, 1), ...stroke]) pen.lineTo(x, y);
    pen.stroke();
  }
}

/** Only the newest piece: a long signature stays quick. */
export function add(canvas, fromX, fromY, toX, toY) {
  const pen = canvas.getContext('2d');
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}
