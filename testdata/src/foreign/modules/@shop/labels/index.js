'use strict';

/** Ruled lines of an address, longer than anybody needs. */
exports.printLabel = function printLabel(parcel) {
  const lines = [];
  for (let line = 0; line < 4000; line++) lines.push(`${parcel}-${line}`.padStart(12, '.'));
  return lines.map((line) => line.toUpperCase()).join('\n');
};
