import { createElement, lazy, useState, type ComponentType } from 'react';

/** A view whose code is fetched when it is first looked at. */
interface LazyView {
  readonly component: ComponentType;
  /** Fetches it before; where that fails it is tried again when it is looked at. */
  readonly prepare: () => void;
}

/** @param start what else is made ready when it is prepared */
export function lazyView(load: () => Promise<ComponentType>, start?: () => Promise<void>): LazyView {
  let loaded: ComponentType | undefined;
  const fetched = async () => (loaded = await load());
  const Awaited = lazy(async () => ({ default: await fetched() }));
  const prepare = async () => {
    await fetched();
    await start?.();
  };
  // What is there already is not waited for: React shows what stands in for it for 300 ms at least.
  const Shown: ComponentType = () => {
    const [component] = useState(() => loaded ?? Awaited);
    return createElement(component);
  };
  return { component: Shown, prepare: () => void prepare().catch(() => undefined) };
}
