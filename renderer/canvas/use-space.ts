import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { openSearch } from './add-search.ts'
import { canvasApi } from './canvas-api.ts'

const isFree = (target: EventTarget | null) =>
  target instanceof Element &&
  !target.closest(
    'input, textarea, button, a, [contenteditable="true"], [role="dialog"], [role="menu"], [role="grid"], .monaco-editor, [role="listbox"]',
  )

/** Space pans while it is held and dragged; pressed alone it searches for a node at the pointer. */
export const useSpace = (pointer: RefObject<{ x: number; y: number } | null>) => {
  const held = useRef(false)
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || event.repeat || event.ctrlKey || event.metaKey || !isFree(event.target)) return
      held.current = true
      event.preventDefault()
    }
    const up = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || !held.current) return
      held.current = false
      const at = pointer.current ?? canvasApi.getState().api?.pointer()
      if (at) openSearch(at)
    }
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
    }
  }, [pointer])
  return useMemo(
    () => ({
      moved: () => {
        held.current = false
      },
    }),
    [],
  )
}
