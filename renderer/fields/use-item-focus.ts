import { useEffect } from 'react'
import { useForm } from './form-context.ts'

/** Opens the item of a list that a problem or a flag points at. */
export const useItemFocus = (setting: string, open: (index: number) => void) => {
  const { focus } = useForm()
  useEffect(() => {
    if (!focus?.setting.startsWith(`${setting}.`)) return
    const index = Number.parseInt(focus.setting.slice(setting.length + 1), 10)
    if (Number.isInteger(index)) open(index)
  }, [focus, setting, open])
}
