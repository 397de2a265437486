/**
 * tsc writes `Number` or `String` as the type of an enum. rolldown compiles each file alone and names the imported enum
 * itself, so that frameworks would take it for a class. This replaces the function that stores the types.
 */
export const namesTypesOfEnums = {
  name: 'names-types-of-enums',
  transform: {
    filter: { id: /^\0@oxc-project.*\/decorateMetadata\.js$/ },
    handler: () => ({ code: `export default ${decorateMetadata}\n${typeOf}`, map: null }),
  },
}

function decorateMetadata(key, value) {
  if (typeof Reflect !== 'object' || typeof Reflect.metadata !== 'function') return undefined
  return Reflect.metadata(key, Array.isArray(value) ? value.map(typeOf) : typeOf(value))
}

function typeOf(type) {
  if (typeof type !== 'object' || type === null) return type
  // Members with numbers are there a second time, by their numbers.
  const kinds = new Set(Object.keys(type).map((name) => (isNaN(Number(name)) ? typeof type[name] : 'number')))
  return kinds.size !== 1 ? Object : kinds.has('number') ? Number : kinds.has('string') ? String : Object
}
