using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LambdaSync.Sync.Work;

namespace LambdaSync.PartnerCentral;

/// <summary>Client tokens: one a decision. A token is stored with its call and sent again with it.</summary>
public static class ClientToken
{
    /// <param name="ordinal">Counts the calls with a token of one claim, from 0.</param>
    public static string Of(Claimed claim, int ordinal = 0)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"{claim.Key}#{claim.Epoch}{(ordinal == 0 ? "" : "#" + ordinal.ToString(CultureInfo.InvariantCulture))}");
        return "ls-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 16));
    }
}
