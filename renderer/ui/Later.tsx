import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'

/** A part of the window that the first paint does not need. */
export interface LaterPart {
  /** Fetches it; from then on it is drawn at once. */
  ahead(): Promise<ComponentType>
  /** The part itself, or what fetches it first. */
  drawn(): ComponentType
}

export const later = (load: () => Promise<ComponentType>): LaterPart => {
  let loaded: ComponentType | null = null
  let loading: Promise<ComponentType> | null = null
  const ahead = () => {
    loading ??= load().then(part => {
      loaded = part
      return part
    })
    return loading
  }
  const waited = lazy(async () => ({ default: await ahead() }))
  return { ahead, drawn: () => loaded ?? waited }
}

/** Draws a part that is loaded apart, and `waiting` in its place until it is there. */
export const Later = ({ part, waiting = null }: { readonly part: LaterPart; readonly waiting?: ReactNode }) => {
  // Kept while mounted: another component in its place would lose its state.
  const [Drawn] = useState(part.drawn)
  return (
    <Suspense fallback={waiting}>
      <Drawn />
    </Suspense>
  )
}
