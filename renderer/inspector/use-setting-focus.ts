import { type RefObject, useEffect } from 'react'
import { useSession } from '../store/use-editor.ts'

const typable = 'textarea, .ui-field > input:not([aria-hidden="true"])'
const focusable = 'textarea, input:not([type="hidden"]), select, [role="combobox"], button:not([tabindex="-1"])'

/** The part of the form that is nearest to a setting: itself, else what it lies in. */
const nearest = (root: HTMLElement, setting: string): HTMLElement | null => {
  const parts = setting.split('.')
  for (let length = parts.length; length > 0; length--) {
    const found = root.querySelector<HTMLElement>(`[data-setting="${CSS.escape(parts.slice(0, length).join('.'))}"]`)
    if (found) return found
  }
  return null
}

/** Where the value itself is typed, else the first control there is. */
const controlOf = (part: HTMLElement): HTMLElement | null => {
  const typed = part.classList.contains('field-row') ? part.querySelector<HTMLElement>(typable) : null
  return typed ?? part.querySelector<HTMLElement>(focusable)
}

const pause = 80
const patience = 10

/** Scrolls to the setting that a problem points at, and focuses it; lists are loaded and open their item first. */
export const useSettingFocus = (root: RefObject<HTMLElement | null>, id: string) => {
  const focus = useSession(state => state.focus)
  useEffect(() => {
    if (focus?.node !== id || !focus.setting) return
    const { setting, range } = focus
    let timer: ReturnType<typeof setTimeout>
    const arrive = (tries: number) => {
      const part = root.current && nearest(root.current, setting)
      if (!part && tries < patience) {
        timer = setTimeout(() => arrive(tries + 1), pause)
        return
      }
      part?.scrollIntoView({ block: 'center' })
      const control = part && controlOf(part)
      control?.focus({ preventScroll: true })
      if (range && control instanceof HTMLTextAreaElement) control.setSelectionRange(range.start, range.end)
    }
    timer = setTimeout(() => arrive(0), pause)
    return () => clearTimeout(timer)
  }, [focus, id, root])
}
