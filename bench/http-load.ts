import { connect } from 'node:net';

/**
 * Requests per second that the server answers to so many connections, each asking again as soon as it was answered, with one of
 * the keys in turn. A bare client over sockets, so that as little as can be of the time is its own. Throws when an answer is not
 * 200.
 */
export async function requestsPerSecond(
  url: string,
  path: string,
  keys: readonly string[],
  options: { connections: number; seconds: number },
): Promise<number> {
  const { hostname, port, host } = new URL(url);
  const until = performance.now() + options.seconds * 1000;
  let answered = 0;
  await Promise.all(Array.from({ length: options.connections }, (_, at) => askUntil(until, keys[at % keys.length]!)));
  return answered / options.seconds;

  function askUntil(end: number, key: string): Promise<void> {
    const request = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\n\r\n`;
    return new Promise((resolve, refuse) => {
      const socket = connect({ host: hostname, port: Number(port) });
      let waiting = '';
      socket.setNoDelay(true);
      socket.setEncoding('latin1');
      socket.once('error', refuse);
      socket.once('connect', () => socket.write(request));
      socket.on('data', (part: string) => {
        waiting += part;
        const head = waiting.indexOf('\r\n\r\n');
        if (head < 0) return;
        if (!waiting.startsWith('HTTP/1.1 200')) return refuse(new Error(`${path} answered ${waiting.slice(0, 200)}`));
        const length = Number(/content-length: (\d+)/i.exec(waiting)![1]);
        if (waiting.length < head + 4 + length) return;
        waiting = waiting.slice(head + 4 + length);
        answered += 1;
        if (performance.now() < end) return void socket.write(request);
        socket.end();
        resolve();
      });
    });
  }
}
