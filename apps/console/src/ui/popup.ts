/** The box of everything that floats. */
export const popupClass =
  'floating rounded-field border border-line-strong bg-raised text-fg shadow-float outline-none overflow-hidden'

/** For a native popover: it stands where it is put, and does not read like the text around it. */
export const popoverClass =
  'inset-auto m-0 text-left font-ui text-base font-normal tracking-normal whitespace-normal cursor-default'
