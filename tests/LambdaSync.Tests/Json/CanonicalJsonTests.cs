using System.Text;
using System.Text.Json;
using LambdaSync.Json;
using Xunit;

namespace LambdaSync.Tests.Json;

[Trait("Row", "C9")]
public class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true , null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"b":{"d":1,"c":2},"a":{"z":1,"y":[{"k":1,"j":2}]}}""", """{"a":{"y":[{"j":2,"k":1}],"z":1},"b":{"c":2,"d":1}}""")]
    [InlineData("""{"a":1,"ab":2,"a-b":3}""", """{"a":1,"a-b":3,"ab":2}""")]
    [InlineData("[1e2,1.50,-0,1E-3,0.10e1,100.0,-0.0e9]", "[100,1.5,0,0.001,1,100,0]")]
    [InlineData("12345678901234567890123456789012345.10", "12345678901234567890123456789012345.1")]
    [InlineData("\"\\u0026 \\/ \\u00e9 \\ud83d\\ude00 \\u0001 \\b\\f\\n\\r\\t \\\" \\\\\"", "\"& / é 😀 \\u0001 \\b\\f\\n\\r\\t \\\" \\\\\"")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    public void Has_one_form(string json, string canonical)
    {
        var once = CanonicalJson.ToArray(Encoding.UTF8.GetBytes(json));
        Assert.Equal(canonical, Encoding.UTF8.GetString(once));
        Assert.Equal(once, CanonicalJson.ToArray(once));
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"a":3}""")]
    [InlineData("""{"a":{"x":1,"\u0078":2}}""")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\ude00 \\ud83d\"")]
    [InlineData("1e999")]
    [InlineData("{\"a\":1")]
    [InlineData("1 2")]
    [InlineData("")]
    public void Refuses(string json)
    {
        var output = new Utf8Buffer();
        Assert.NotNull(CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(json), output));
        Assert.Equal(0, output.Length);
        Assert.Throws<JsonException>(() => CanonicalJson.Write(Encoding.UTF8.GetBytes(json), output));
    }

    [Fact]
    public void Refuses_broken_utf8_and_too_deep_values()
    {
        Assert.NotNull(CanonicalJson.TryWrite([(byte)'"', 0xC3, 0x28, (byte)'"'], new Utf8Buffer()));
        Assert.NotNull(CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65)), new Utf8Buffer()));
        Assert.Null(CanonicalJson.TryWrite(Encoding.UTF8.GetBytes(new string('[', 64) + new string(']', 64)), new Utf8Buffer()));
    }

    [Theory]
    [InlineData("2.5", 0, "3")]
    [InlineData("-2.5", 0, "-3")]
    [InlineData("2.49", 0, "2")]
    [InlineData("9.99", 1, "10")]
    [InlineData("99.995", 2, "100")]
    [InlineData("0.004", 2, "0")]
    [InlineData("-0.004", 2, "0")]
    [InlineData("0.005", 2, "0.01")]
    [InlineData("1.10", -1, "1.1")]
    [InlineData("0012", -1, "12")]
    [InlineData("10000.0", 0, "10000")]
    [InlineData("1e3", 0, "1000")]
    public void Rounds_half_away_from_zero(string number, int decimals, string rounded)
    {
        var output = new Utf8Buffer();
        Assert.True(DecimalText.TryWrite(Encoding.UTF8.GetBytes(number), decimals, output));
        Assert.Equal(rounded, Encoding.UTF8.GetString(output.Written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("ten")]
    [InlineData("1e")]
    public void Is_no_number(string text) => Assert.False(DecimalText.TryWrite(Encoding.UTF8.GetBytes(text), -1, new Utf8Buffer()));
}
