import { useParams } from '@tanstack/react-router'

/** The space and the function in the address. */
export const useFunctionParams = () => useParams({ from: '/shell/s/$space/f/$fn' })
