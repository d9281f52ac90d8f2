using System.Text;

namespace LambdaSync;

/// <summary>
/// "Accept To View": what AWS writes into a field whose value it shows only once the partner has accepted the referral or lead.
/// It stands for an unknown value, so no rule applies to it and it is never passed on. The sources differ in its capitals.
/// </summary>
public static class Mask
{
    public const string Text = "Accept To View";

    public static bool IsMask(ReadOnlySpan<char> value) => Ascii.EqualsIgnoreCase(value, Text);

    /// <summary>The same for UTF-8.</summary>
    public static bool IsMask(ReadOnlySpan<byte> value) => Ascii.EqualsIgnoreCase(value, "Accept To View"u8);
}
