using System.Text;
using Xunit;

namespace LambdaSync.Tests;

[Trait("Row", "C2")]
public class MaskTests
{
    [Theory]
    [InlineData("Accept To View", true)]
    [InlineData("Accept to View", true)]
    [InlineData("ACCEPT TO VIEW", true)]
    [InlineData("Accept To View ", false)]
    [InlineData("Accept To Vieẘ", false)]
    [InlineData("Accept", false)]
    [InlineData("", false)]
    public void Knows_the_mask_in_any_capitals(string value, bool mask)
    {
        Assert.Equal(mask, Mask.IsMask(value));
        Assert.Equal(mask, Mask.IsMask(Encoding.UTF8.GetBytes(value)));
    }
}
