import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

/** Where tabs put their own state and actions in the function's header. */
export const HeaderSlots = createContext<{ state: HTMLElement | null; actions: HTMLElement | null }>({
  state: null,
  actions: null,
})

export function HeaderSlot({ name, children }: { name: 'state' | 'actions'; children: ReactNode }) {
  const host = useContext(HeaderSlots)[name]
  return host && createPortal(children, host)
}
