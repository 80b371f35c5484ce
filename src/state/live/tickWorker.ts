/** Says every so many milliseconds that they are over: a page's own timers sleep while it is hidden, a worker's do not. */
let timer: ReturnType<typeof setInterval> | undefined;

self.onmessage = ({ data }: MessageEvent<number>) => {
  clearInterval(timer);
  timer = setInterval(() => postMessage('tick'), data);
};
