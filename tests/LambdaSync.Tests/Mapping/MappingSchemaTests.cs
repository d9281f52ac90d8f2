using LambdaSync.Mapping;
using NJsonSchema;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>The published schema and the reader accept and refuse the same documents.</summary>
[Trait("Row", "C1")]
public sealed class MappingSchemaTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Mapping", "Fixtures");

    static readonly Task<JsonSchema> Schema = JsonSchema.FromJsonAsync(MappingSchema.Text, TestContext.Current.CancellationToken);

    public static TheoryData<string> Valid => Files("valid");

    public static TheoryData<string> Invalid => Files("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Both_accept(string name)
    {
        var json = await Read("valid", name);
        var issues = new List<Issue>();
        Assert.NotNull(MappingReader.Read(json, issues));
        Assert.Empty(issues);
        Assert.Empty((await Schema).Validate(System.Text.Encoding.UTF8.GetString(json)));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Both_refuse(string name)
    {
        var json = await Read("invalid", name);
        var issues = new List<Issue>();
        Assert.Null(MappingReader.Read(json, issues));
        Assert.All(issues, issue => Assert.True(issue is { Code: IssueCodes.MappingInvalid, Severity: Severity.Error, Rule.Length: > 0, Fix.Length: > 0 }));
        Assert.NotEmpty(issues);
        Assert.NotEmpty((await Schema).Validate(System.Text.Encoding.UTF8.GetString(json)));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task What_is_written_reads_back_equal_and_meets_the_schema(string name)
    {
        var document = MappingReader.Read(await Read("valid", name), []);
        var written = MappingWriter.Write(document!);
        Assert.Empty((await Schema).Validate(written));
        var again = MappingReader.Read(System.Text.Encoding.UTF8.GetBytes(written), []);
        Assert.Equivalent(document, again, strict: true);
        Assert.Equal(written, MappingWriter.Write(again!));
    }

    static Task<byte[]> Read(string kind, string name) => File.ReadAllBytesAsync(Path.Combine(Folder, kind, name), TestContext.Current.CancellationToken);

    static TheoryData<string> Files(string kind) => [.. Directory.GetFiles(Path.Combine(Folder, kind)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
