const numberOfAThing =
  /\b(?:orders?|invoice|reference|ref|case|ticket|tracking|shipment|parcel|awb|serial|booking|confirmation|transaction|receipt|isbn|issn|doi|sku|part|model|version|bestellung|bestellnummer|rechnung|commande|pedido)\b[^\d\n]{0,20}$/iu;

/** Whether the text before a number calls it the number of a thing, an order or a parcel, and so nobody's. */
export function announcesAThing(before: string): boolean {
  return numberOfAThing.test(before);
}
