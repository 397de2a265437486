/** Without parameters, in small letters. */
export const plainType = (contentType: string): string => contentType.split(';')[0]!.trim().toLowerCase()

/** Never SVG: what could run is shown as text. */
export const isImage = (type: string): boolean => /^image\/(png|jpeg|gif|webp|avif)$/.test(type)

export const isText = (type: string): boolean =>
  /^(text\/|application\/(json|xml|javascript|x-ndjson|yaml|toml|sql)|image\/svg|.*\+(json|xml))/.test(type)
