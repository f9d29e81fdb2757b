import { useEffect, useRef } from 'react'
import { useForm } from './form-context.ts'

/** Opens the item of a list that a problem or a flag points at, once for each time it is asked. */
export const useItemFocus = (setting: string, open: (index: number) => void) => {
  const { focus } = useForm()
  const answered = useRef(0)
  useEffect(() => {
    if (!focus?.setting.startsWith(`${setting}.`) || focus.count === answered.current) return
    answered.current = focus.count
    const index = Number.parseInt(focus.setting.slice(setting.length + 1), 10)
    if (Number.isInteger(index)) open(index)
  }, [focus, setting, open])
}
