/** The box of everything that floats. */
export const popupClass =
  'floating rounded-field border border-line-strong bg-raised text-fg shadow-float outline-none overflow-hidden'
