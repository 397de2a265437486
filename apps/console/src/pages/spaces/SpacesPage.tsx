export default function SpacesPage() {
  return null
}
