using System.Globalization;
using System.Text;

namespace LambdaSync.Connections.Tests;

/// <summary>An answer as it goes on the socket.</summary>
sealed record WireReply(int Status, string Body, params (string Name, string Value)[] Headers)
{
    public const string Json = "application/x-amz-json-1.0";

    /// <summary>The connection ends without an answer.</summary>
    public static readonly WireReply Drop = new(0, "");

    /// <summary>The connection ends in the middle of the body.</summary>
    public static readonly WireReply Half = new(-1, "");

    /// <summary>No answer, no end.</summary>
    public static readonly WireReply Silence = new(-2, "");

    /// <summary>The head of an answer, then nothing more.</summary>
    public static readonly WireReply Stall = new(-3, "");

    public string ContentType { get; init; } = Json;

    public static WireReply Ok(string json) => new(200, json, ("x-amzn-RequestId", "r-ok"));

    public static WireReply Error(int status, string type, string members = "") =>
        new(status, $$"""{"__type":"com.amazon.coral#{{type}}","Message":"said so"{{members}}}""", ("x-amzn-RequestId", "r-error"));

    public byte[] Bytes()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} X\r\nContent-Type: {ContentType}\r\nContent-Length: {body.Length}\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }
}
