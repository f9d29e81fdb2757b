import { createStore } from 'zustand/vanilla'

/** The note or group whose text is being typed, as the canvas names it: `note:id`, `group:id`. */
export const editing = createStore<{ readonly item: string | null }>()(() => ({ item: null }))

export const editText = (item: string): void => editing.setState({ item })

export const endText = (): void => editing.setState({ item: null })
