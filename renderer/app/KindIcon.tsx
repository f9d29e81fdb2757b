import { CircleQuestionMark } from 'lucide-react'
import { createElement, type ReactNode } from 'react'

const files = import.meta.glob<string>('../../nodes/**/icon.svg', { query: '?raw', import: 'default', eager: true })

const prefixes: Readonly<Record<string, string>> = {
  sources: 'source',
  transforms: 'transform',
  validators: 'validate',
  sinks: 'sink',
}

const kindOf = (path: string) => {
  const [group = '', name = ''] = path.split('/').slice(-3)
  return `${prefixes[group] ?? group}.${name.replaceAll('-', '_')}`
}

const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The shapes inside an icon file, as elements: nothing of it is put in as markup. */
const shapes = (svg: string): readonly ReactNode[] => {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
  const shape = (element: Element, index: number): ReactNode => {
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [camel(name), value]))
    return createElement(element.tagName, { ...attributes, key: index }, ...[...element.children].map(shape))
  }
  return [...root.children].map(shape)
}

const byKind: ReadonlyMap<string, string> = new Map(Object.entries(files).map(([path, svg]) => [kindOf(path), svg]))
const drawn = new Map<string, readonly ReactNode[]>()

const shapesOf = (kind: string): readonly ReactNode[] | null => {
  const svg = byKind.get(kind)
  if (!svg) return null
  const known = drawn.get(kind) ?? shapes(svg)
  drawn.set(kind, known)
  return known
}

/** A node kind's own icon, at 14 or 16 pixels with one stroke. */
export const KindIcon = ({ kind, size = 14 }: { readonly kind: string; readonly size?: number }) => {
  const inner = shapesOf(kind)
  if (!inner) return <CircleQuestionMark size={size} strokeWidth={1.75} aria-hidden="true" />
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {inner}
    </svg>
  )
}
