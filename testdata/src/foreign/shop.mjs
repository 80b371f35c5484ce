// A parcel service of one page: routes by recursion, labels by a module, waiting in between.
import { createHash } from 'node:crypto';
import { printLabel } from '@shop/labels';

const ROADS = 11;

function shortestRoute(from, left) {
  if (left === 0) return from;
  let best = Infinity;
  for (let road = 0; road < 3; road++) {
    const length = shortestRoute((from * 7 + road) % 97, left - 1) + road;
    if (length < best) best = length;
  }
  return best;
}

const sealOf = (text) => createHash('sha256').update(text.repeat(2000)).digest('hex');

class Counter {
  parcels = [];

  accept(parcel) {
    this.parcels.push({ parcel, label: printLabel(parcel), seal: sealOf(`parcel ${parcel}`) });
    return shortestRoute(parcel, ROADS);
  }
}

const counter = new Counter();
for (let hour = 0; hour < 6; hour++) {
  for (let parcel = 0; parcel < 4; parcel++) counter.accept(hour * 10 + parcel);
  await new Promise((resolve) => setTimeout(resolve, 15));
}
