import type { ComponentProps } from 'react'
import { Input } from './Field.tsx'

/** The name of what is being made: the first field of a form that somebody has just opened, and ready to be typed into. */
export function NewNameInput(props: ComponentProps<typeof Input>) {
  // oxlint-disable-next-line jsx-a11y/no-autofocus -- the button that opened the form asked for it
  return <Input mono autoFocus autoComplete="off" {...props} />
}
