/** The same keys as English; Chinese has one plural form, so `_one` is left out. */
export type Texts<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Texts<T[K]>
}
