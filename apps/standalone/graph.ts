/**
 * Runs in the SVG of a call graph: drag moves the picture, the wheel and a pinch zoom where the pointer is, + − and the
 * arrows do so by keyboard, 0 and a double click show the whole again.
 */
/** Pixels of a point in a picture that is not made larger than it is. */
const NATURAL = 4 / 3;
/** A notch of a wheel is no more than so many pixels; a pinch comes in small numbers. */
const NOTCH = 40;
/** What an arrow moves, in pixels. */
const STEP = 60;

const script = document.currentScript;
const svg = script instanceof SVGElement ? script.ownerSVGElement : null;
const viewport = svg?.querySelector<SVGGElement>('#viewport');
if (svg && viewport) follow(svg, viewport);

function follow(svg: SVGSVGElement, viewport: SVGGElement): void {
  // The drawing is fitted into the window by its view box; this is on top of it, in the units of that box.
  let [x, y, scale] = [0, 0, 1];
  let isMoved = false;
  const pointers = new Map<number, DOMPoint>();

  const show = () => viewport.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
  const pixel = () => svg.getScreenCTM()?.a ?? 1;
  const placeOf = ({ clientX, clientY }: MouseEvent) => new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  const move = (dx: number, dy: number) => {
    isMoved = true;
    [x, y] = [x + dx, y + dy];
    show();
  };
  const zoom = (factor: number, at: DOMPoint) => {
    const to = Math.max(0.1, Math.min(100, scale * factor));
    isMoved = true;
    [x, y, scale] = [at.x - ((at.x - x) * to) / scale, at.y - ((at.y - y) * to) / scale, to];
    show();
  };
  const reset = () => {
    const box = svg.viewBox.baseVal;
    isMoved = false;
    scale = Math.min(1, NATURAL / pixel());
    [x, y] = [box.x + (box.width * (1 - scale)) / 2, box.y + (box.height * (1 - scale)) / 2];
    show();
  };
  const middle = () => {
    const box = svg.viewBox.baseVal;
    return new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const delta = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1);
    zoom(Math.exp(-Math.max(-NOTCH, Math.min(NOTCH, delta)) * (event.ctrlKey ? 0.01 : 0.005)), placeOf(event));
  };
  svg.addEventListener('wheel', onWheel, { passive: false });
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    svg.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, placeOf(event));
  });
  svg.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = placeOf(event);
    pointers.set(event.pointerId, now);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) return move(now.x - before.x, now.y - before.y);
    zoom(Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)), other);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) svg.addEventListener(end, ({ pointerId }) => pointers.delete(pointerId));
  svg.addEventListener('dblclick', reset);
  addEventListener('resize', () => isMoved || reset());
  addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey) return;
    const step = STEP / pixel();
    if (key === '+' || key === '=') zoom(1.25, middle());
    else if (key === '-') zoom(0.8, middle());
    else if (key === '0') reset();
    else if (key === 'ArrowLeft') move(step, 0);
    else if (key === 'ArrowRight') move(-step, 0);
    else if (key === 'ArrowUp') move(0, step);
    else if (key === 'ArrowDown') move(0, -step);
  });
  reset();
}
