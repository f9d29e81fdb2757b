import { useEffect } from 'react'
import type { Theme } from '../store/session.ts'
import { useDocument, useSession } from '../store/use-editor.ts'

const dark = () => window.matchMedia('(prefers-color-scheme: dark)')
const contrast = () => window.matchMedia('(prefers-contrast: more)')

/** The theme that a choice means now. */
export const resolved = (theme: Theme): Exclude<Theme, 'system'> => {
  if (theme !== 'system') return theme
  if (contrast().matches) return 'hc'
  return dark().matches ? 'dark' : 'light'
}

/** The window is called after its flow. */
export const useWindowTitle = () => {
  const name = useDocument(state => state.flow.name)
  const dirty = useDocument(state => state.dirty)
  const atStart = useSession(state => state.atStart)
  useEffect(() => {
    document.title = atStart ? 'Weir' : `${dirty ? '• ' : ''}${name || 'Untitled'} - Weir`
  }, [name, dirty, atStart])
}

/** Sets the page's theme, by choice or as the system has it, also while the system changes. */
export const useTheme = () => {
  const theme = useSession(state => state.theme)
  useEffect(() => {
    const set = () => {
      document.documentElement.dataset.theme = resolved(theme)
    }
    set()
    const queries = [dark(), contrast()]
    for (const query of queries) query.addEventListener('change', set)
    return () => {
      for (const query of queries) query.removeEventListener('change', set)
    }
  }, [theme])
}
