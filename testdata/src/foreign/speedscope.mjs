// Prints a speedscope file of two threads, one as samples and one as events, in milliseconds.
const frames = ['main', 'serve', 'parse', 'render', 'wait'].map((name, i) => ({ name, file: `/srv/shop/${name}.py`, line: 10 * i + 1 }));
const samples = [[0, 1, 2], [0, 1, 3], [0, 1, 3], [0, 4]];
const event = (type, frame, at) => ({ type, frame, at });
const profiles = [
  { type: 'sampled', name: 'MainThread', unit: 'milliseconds', startValue: 0, endValue: 40, samples, weights: [10, 10.5, 9.5, 10] },
  { type: 'evented', name: 'worker', unit: 'milliseconds', startValue: 5, endValue: 35, events: [event('O', 0, 5), event('O', 2, 6.25), event('C', 2, 16.75), event('O', 3, 20), event('C', 3, 30), event('C', 0, 35)] },
];
console.log(JSON.stringify({ $schema: 'https://www.speedscope.app/file-format-schema.json', name: 'shop', exporter: 'proflens testdata', activeProfileIndex: 0, shared: { frames }, profiles }));
