export default function SpaceLayout() {
  return null
}
