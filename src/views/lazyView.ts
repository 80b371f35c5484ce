import { lazy, type ComponentType } from 'react';

/** A view whose code is fetched when it is first looked at. */
interface LazyView {
  readonly component: ComponentType;
  /** Fetches it before; where that fails it is tried again when it is looked at. */
  readonly prepare: () => void;
}

/** @param start what else is made ready when it is prepared */
export function lazyView(load: () => Promise<ComponentType>, start?: () => Promise<void>): LazyView {
  const prepare = async () => {
    await load();
    await start?.();
  };
  return { component: lazy(async () => ({ default: await load() })), prepare: () => void prepare().catch(() => undefined) };
}
