using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LambdaSync.Events;
using Xunit;

namespace LambdaSync.Tests.Events;

/// <summary>Whatever comes, the reader answers, and its answer is whole.</summary>
[Trait("Row", "A8")]
public sealed class PartnerEventReaderLawTests
{
    static readonly string[] Envelopes =
        [.. PartnerEventReaderTests.Types.Select(row => PartnerEventReaderTests.Envelope(row.Data.Item1, row.Data.Item2, row.Data.Item3).ToJsonString())];

    static readonly string[] Values =
        ["null", "true", "1", "\"\"", "\"AWS\"", "\"Sandbox\"", "\"Sender\"", "\"O5\"", "\"eng-5\"", "\"arn:a/engi-5/O5\"", "[]", "[1]", "[\"arn:a/O5\"]", "{}", "{\"id\":{}}", "\"\\ud800\"", "1e999"];

    static readonly Gen<string> Envelope = Gen.Int[0, Envelopes.Length - 1].Select(i => Envelopes[i]);

    [Fact]
    public void Random_bytes() => Gen.Byte.Array[0, 200].Sample(Answers, iter: 20_000);

    [Fact]
    public void Bytes_changed_removed_and_doubled() => Gen.Select(Envelope, Gen.Select(Gen.Int[0, 900], Gen.Byte, Gen.Int[0, 3]).Array[1, 6]).Sample(
        (text, edits) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text).ToList();
            foreach (var (place, value, kind) in edits)
            {
                var at = place % bytes.Count;
                switch (kind)
                {
                    case 0: bytes[at] = value; break;
                    case 1: bytes.RemoveAt(at); break;
                    case 2: bytes.Insert(at, value); break;
                    default: bytes.RemoveRange(at + 1, bytes.Count - at - 1); break;
                }

                if (bytes.Count == 0)
                    return;
            }

            Answers([.. bytes]);
        },
        iter: 20_000);

    // The value of a member, wherever it stands, is another or gone.
    [Fact]
    public void Members_with_other_values() => Gen.Select(Envelope, Gen.Select(Gen.Int[0, 40], Gen.Int[0, Values.Length]).Array[1, 4]).Sample(
        (text, edits) =>
        {
            var root = JsonNode.Parse(text)!;
            foreach (var (place, value) in edits)
            {
                var members = Members(root).ToList();
                var (owner, name) = members[place % members.Count];
                if (value == Values.Length)
                    owner.Remove(name);
                else
                    owner[name] = $"@{value}@";
            }

            text = root.ToJsonString();
            for (var i = 0; i < Values.Length; i++)
                text = text.Replace($"\"@{i}@\"", Values[i], StringComparison.Ordinal);
            Answers(Encoding.UTF8.GetBytes(text));
        },
        iter: 20_000);

    static IEnumerable<(JsonObject Owner, string Name)> Members(JsonNode? node) => node is JsonObject owner
        ? owner.SelectMany(member => Members(member.Value).Prepend((owner, member.Key)))
        : [];

    static void Answers(byte[] json)
    {
        switch (PartnerEventReader.Read(json, "AWS"))
        {
            case EventReading.Understood understood:
                Assert.Equal("AWS", understood.Event.Catalog);
                Assert.NotEmpty(understood.Event.Id);
                Assert.Equal(understood.Wakes.Distinct(), understood.Wakes);
                Assert.True(understood.Wakes.Count > 0 || understood.Issues.Count > 0, "nothing is woken and nothing says why");
                Assert.DoesNotContain(understood.Issues, i => i.Severity == Severity.Error);
                Assert.All(understood.Wakes, w => Assert.Matches(w switch { Wake.Opportunity => "^O[0-9]+$", Wake.Invitation => "^engi-[0-9a-z]+$", _ => "^eng-[0-9a-z]+$" }, w.Id));
                break;
            case EventReading.Unknown unknown:
                Assert.NotEmpty(unknown.Issues);
                Assert.DoesNotContain(unknown.Issues, i => i.Severity == Severity.Error);
                break;
            case EventReading.OtherCatalog other:
                Assert.Equal("Sandbox", other.Event.Catalog);
                break;
            case EventReading.Broken broken:
                Assert.Contains(broken.Issues, i => i.Severity == Severity.Error);
                Assert.All(broken.Issues, i => Assert.Equal(broken.EventId, i.Event));
                break;
            default:
                Assert.Fail("a reading of no known kind");
                break;
        }
    }
}
