/** The keys of English. Chinese has one plural form, so it has no `_one`. */
export type Texts<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Texts<T[K]>
}
