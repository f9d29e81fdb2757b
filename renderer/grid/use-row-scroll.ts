import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { rowsAt, type ScrollMap, scrollMap, topToShow } from './scroll-map.ts'

export const rowHeight = 24
export const headHeight = 44

export interface View {
  readonly width: number
  /** Of the rows, without the header. */
  readonly height: number
}

export interface RowScroll {
  readonly scroller: RefObject<HTMLDivElement | null>
  /** Holds the rows, and is moved by parts of a row. */
  readonly layer: RefObject<HTMLDivElement | null>
  readonly map: ScrollMap
  readonly view: View
  readonly first: number
  readonly end: number
  readonly left: number
  readonly top: RefObject<number>
  setTop(top: number): void
  /** Scrolls as little as needed; from afar, to the middle. */
  show(row: number, middle?: boolean): void
  /** Told of each move, before it is painted. */
  onMove(listener: (top: number) => void): () => void
}

const lineHeight = 16
const step = 64

/** Wheel and scroll bar over any number of rows: React sees whole rows alone, the rest is a transform. */
export const useRowScroll = (rows: number): RowScroll => {
  const scroller = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const top = useRef(0)
  const written = useRef(-1)
  const listeners = useRef(new Set<(top: number) => void>())
  const [view, setView] = useState<View>({ width: 0, height: 0 })
  const [first, setFirst] = useState(0)
  const [left, setLeft] = useState(0)
  const map = useMemo(() => scrollMap(rows, rowHeight, view.height), [rows, view.height])
  const drawn = useRef(first)

  const place = useCallback(() => {
    if (layer.current) layer.current.style.transform = `translateY(${drawn.current * rowHeight - top.current}px)`
    for (const listener of listeners.current) listener(top.current)
  }, [])

  useLayoutEffect(() => {
    drawn.current = first
    place()
  }, [first, place])

  const moveTo = useCallback(
    (next: number) => {
      top.current = Math.min(Math.max(next, 0), map.maxTop)
      const row = Math.floor(top.current / rowHeight)
      if (row === drawn.current) place()
      else setFirst(row)
    },
    [map, place],
  )

  const setTop = useCallback(
    (next: number) => {
      moveTo(next)
      const element = scroller.current
      if (!element) return
      element.scrollTop = map.toScroll(top.current)
      written.current = element.scrollTop
    },
    [map, moveTo],
  )

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () =>
      setView({ width: element.clientWidth, height: Math.max(0, element.clientHeight - headHeight) })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      const columns = Math.floor(element.scrollLeft / step) * step
      // drawn before this frame is painted, so that no empty row is ever seen
      flushSync(() => {
        setLeft(columns)
        if (element.scrollTop !== written.current) moveTo(map.toTop(element.scrollTop))
      })
      written.current = -1
    }
    // past the cap one pixel of scrolling is many rows, so the wheel moves true rows instead
    const onWheel = (event: WheelEvent) => {
      if (map.exact || event.ctrlKey || event.deltaY === 0 || event.shiftKey) return
      event.preventDefault()
      const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? lineHeight : view.height
      element.scrollLeft += event.deltaX * unit
      flushSync(() => setTop(top.current + event.deltaY * unit))
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
    }
  }, [map, moveTo, setTop, view.height])

  useLayoutEffect(() => {
    if (top.current > map.maxTop) setTop(map.maxTop)
  }, [map, setTop])

  const show = useCallback(
    (row: number, middle = false) => {
      const nearest = topToShow(row, top.current, view.height, rowHeight)
      setTop(middle && nearest !== top.current ? row * rowHeight - (view.height - rowHeight) / 2 : nearest)
    },
    [setTop, view.height],
  )
  const onMove = useCallback((listener: (top: number) => void) => {
    listeners.current.add(listener)
    listener(top.current)
    return () => void listeners.current.delete(listener)
  }, [])
  const { end } = rowsAt(first * rowHeight, view.height + rowHeight, rowHeight, rows)
  return { scroller, layer, map, view, first, end, left, top, setTop, show, onMove }
}
