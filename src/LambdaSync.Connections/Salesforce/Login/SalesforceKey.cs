using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LambdaSync.Connections.Salesforce;

/// <summary>A private key that signs assertions.</summary>
/// <param name="pem">PKCS#8 or PKCS#1, not encrypted.</param>
/// <param name="certificateEnds">When the uploaded certificate ends, or null: the secret has no certificate.</param>
sealed class SalesforceKey(string pem, DateTimeOffset? certificateEnds)
{
    public DateTimeOffset? CertificateEnds => certificateEnds;

    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The key, or why it can't be used.</summary>
    public static SalesforceKey? Read(string pem, string? certificate, out string? wrong)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            wrong = rsa.KeySize < 2048 ? "a key has fewer than 2048 bits" : null;
            if (certificate is null)
                return wrong is null ? new SalesforceKey(pem, null) : null;
            using var read = X509Certificate2.CreateFromPem(certificate);
            using var uploaded = read.GetRSAPublicKey();
            if (uploaded is null || !uploaded.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(rsa.ExportSubjectPublicKeyInfo()))
                wrong = "a certificate does not belong to its key";
            return wrong is null ? new SalesforceKey(pem, read.NotAfter.ToUniversalTime()) : null;
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            // The text of the exception could quote the key.
            wrong = "a key or certificate is no PEM text of an RSA key";
            return null;
        }
    }
}
