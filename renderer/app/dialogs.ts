import { createStore } from 'zustand/vanilla'

export type DialogName = 'commands' | 'params' | 'history' | 'rename' | 'dry-run'

/** Which floating panel is open; at most one. */
export const dialogs = createStore<{ readonly open: DialogName | null }>()(() => ({ open: null }))

export const openDialog = (open: DialogName) => dialogs.setState({ open })

export const closeDialog = () => dialogs.setState({ open: null })
