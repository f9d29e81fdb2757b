type Handlers = { readonly [K in keyof GlobalEventHandlersEventMap]?: (event: GlobalEventHandlersEventMap[K]) => void }

/** Listens to several events of one target; the answer ends it. */
export const listen = (target: EventTarget, handlers: Handlers, options?: AddEventListenerOptions): (() => void) => {
  const each = Object.entries(handlers) as [string, EventListener][]
  for (const [name, handler] of each) target.addEventListener(name, handler, options)
  return () => {
    for (const [name, handler] of each) target.removeEventListener(name, handler, options)
  }
}
