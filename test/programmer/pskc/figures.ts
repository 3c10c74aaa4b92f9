/** RFC 6030, figures 6 and 7: the values as printed, in the elements that matter. */
interface Figure {
  readonly encryptionKey: string
  readonly macKey: string
  readonly secret: string
  readonly valueMac: string
}

function container({ encryptionKey, macKey, secret, valueMac }: Figure): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"
  xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"
  xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
  <EncryptionKey>${encryptionKey}</EncryptionKey>
  <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>${value(macKey)}</MACKey></MACMethod>
  <KeyPackage>
    <DeviceInfo><Manufacturer>Manufacturer</Manufacturer><SerialNo>987654321</SerialNo></DeviceInfo>
    <CryptoModuleInfo><Id>CM_ID_001</Id></CryptoModuleInfo>
    <Key Id="12345678" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
      <Issuer>Issuer</Issuer>
      <AlgorithmParameters><ResponseFormat Length="8" Encoding="DECIMAL"/></AlgorithmParameters>
      <Data>
        <Secret>
          <EncryptedValue Id="ED">${value(secret)}</EncryptedValue>
          <ValueMAC>${valueMac}
          </ValueMAC>
        </Secret>
        <Counter><PlainValue>0</PlainValue></Counter>
      </Data>
    </Key>
  </KeyPackage>
</KeyContainer>`
}

function value(cipherValue: string): string {
  return `<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
    <xenc:CipherData><xenc:CipherValue>
      ${cipherValue}
    </xenc:CipherValue></xenc:CipherData>`
}

/** AES-128-CBC with the pre-shared key 12345678901234567890123456789012 (hex). */
export const figure6 = container({
  encryptionKey: '<ds:KeyName>Pre-shared-key</ds:KeyName>',
  macKey: 'ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX',
  secret: 'AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv',
  valueMac: 'Su+NvtQfmvfJzF6bmQiJqoLRExc=',
})

/** PBKDF2 of the password “qwerty”. */
export const figure7 = container({
  encryptionKey: `<xenc11:DerivedKey>
    <xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">
      <pkcs5:PBKDF2-params>
        <Salt><Specified>Ej7/PEpyEpw=</Specified></Salt>
        <IterationCount>1000</IterationCount>
        <KeyLength>16</KeyLength>
        <PRF/>
      </pkcs5:PBKDF2-params>
    </xenc11:KeyDerivationMethod>
    <xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName>
  </xenc11:DerivedKey>`,
  macKey: '2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx',
  secret: 'oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f',
  valueMac: 'LP6xMvjtypbfT9PdkJhBZ+D6O4w=',
})
