using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Commands;

/// <summary>
/// The signature of a request: HMAC-SHA256 over version, key id, timestamp, nonce (a line each) and the body's bytes as they are sent. A
/// request can't be changed, and one that is sent again later than <see cref="Window"/> is refused; within it, its nonce finds its job.
/// </summary>
public static class RequestSignature
{
    public const string KeyHeader = "x-lambdasync-key", TimestampHeader = "x-lambdasync-timestamp", NonceHeader = "x-lambdasync-nonce", SignatureHeader = "x-lambdasync-signature";

    const string Version = "v1";

    const int MinNonce = 16, MaxName = 64;

    /// <summary>How far the sender's clock may be off, and how long a request may be on its way.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>The value of <see cref="SignatureHeader"/>: <c>v1=</c> and 64 hexadecimal digits.</summary>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="nonce">16 to 64 letters, digits, dashes, dots and underscores; another for each command, the same when the command is sent again.</param>
    public static string Sign(string secret, string keyId, string timestamp, string nonce, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{Version}\n{keyId}\n{timestamp}\n{nonce}\n"));
        hmac.AppendData(body);
        return $"{Version}={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    /// <summary>Who signed the request, and its nonce; or why it is refused.</summary>
    /// <param name="headers">By lower-case name.</param>
    public static SignatureCheck Verify(IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, CommandKeys keys, DateTimeOffset now)
    {
        var (keyId, timestamp, nonce, signature) = (Value(KeyHeader), Value(TimestampHeader), Value(NonceHeader), Value(SignatureHeader));
        if (!IsName(keyId))
            return new SignatureCheck.Refused(CommandIssues.NotSigned(KeyHeader));
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 99_999_999_999)
            return new SignatureCheck.Refused(CommandIssues.NotSigned(TimestampHeader));
        if (!IsName(nonce) || nonce.Length < MinNonce)
            return new SignatureCheck.Refused(CommandIssues.NotSigned(NonceHeader));
        if (signature.Length == 0)
            return new SignatureCheck.Refused(CommandIssues.NotSigned(SignatureHeader));
        var key = keys.Find(keyId) is { } found && found.IsValid(now) ? found : null;
        // An unknown key takes as long as a wrong signature and has the same answer.
        var expected = Sign(key?.Secret ?? "", keyId, timestamp, nonce, body);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature)) || key is null)
            return new SignatureCheck.Refused(CommandIssues.WrongSignature()) { MayHaveNewKey = true };
        return (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Window
            ? new SignatureCheck.Refused(CommandIssues.OutsideWindow())
            : new SignatureCheck.Valid(key, nonce);

        string Value(string header) => headers.GetValueOrDefault(header, "").Trim();
    }

    /// <summary>1 to 64 letters, digits, dashes, dots and underscores.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}

/// <summary>What a request's signature says.</summary>
public abstract record SignatureCheck
{
    public sealed record Valid(CommandKey Key, string Nonce) : SignatureCheck;

    public sealed record Refused(Issue Issue) : SignatureCheck
    {
        /// <summary>The keys may have changed since they were read: they are read again before the request is refused.</summary>
        public bool MayHaveNewKey { get; init; }
    }
}
