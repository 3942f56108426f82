// A wire between browser and server that counts every byte, headers included.
import { connect, createServer } from 'node:net';

export class Wire {
  static async to(port) {
    const wire = new Wire();
    wire.reset();
    wire.listener = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const side of [near, far]) {
        side.setNoDelay(true);
        side.on('error', () => { near.destroy(); far.destroy(); });
      }
      near.on('data', (bytes) => { wire.up += bytes.length; });
      far.on('data', (bytes) => { wire.down += bytes.length; });
      near.pipe(far);
      far.pipe(near);
    });
    await new Promise((done) => wire.listener.listen(0, '127.0.0.1', done));
    wire.url = `http://127.0.0.1:${wire.listener.address().port}`;
    return wire;
  }

  reset() { this.up = 0; this.down = 0; }
  close() { this.listener.close(); }
}
