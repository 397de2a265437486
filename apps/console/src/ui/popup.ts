/** Styles of menus, lists and tooltips. */
export const popupClass =
  'floating rounded-field border border-line-strong bg-raised text-fg shadow-float outline-none overflow-hidden'
