using System.Text;
using LambdaSync.Connections;
using LambdaSync.Local.Buckets;
using Xunit;

namespace LambdaSync.Functions.Tests.Buckets;

public sealed class FolderBucketTests : IDisposable
{
    // SHA-256 of "hello", its first 32 hex digits.
    const string HelloVersion = "2cf24dba5fb0a30e26e83b2ac5b9e29e";

    readonly TempFolder _folder = new();
    readonly FolderBucket _bucket;

    public FolderBucketTests()
    {
        Directory.CreateDirectory(_folder.File("in/deep"));
        File.WriteAllText(_folder.File("in/a.json"), "hello");
        File.WriteAllText(_folder.File("in/deep/b.json"), "");
        File.WriteAllText(_folder.File("out.json"), "x");
        _bucket = new FolderBucket(_folder.Root);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(".hidden.json")]
    [InlineData(".git/a.json")]
    [InlineData("in/.part/a.json")]
    [InlineData("in/.a.json")]
    public void What_is_hidden_is_not_listed(string key)
    {
        var before = _bucket.List("");
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(key))!);
        File.WriteAllText(_folder.File(key), "{}");
        Assert.Equal(before, _bucket.List(""));
    }

    [Fact]
    public async Task An_object_is_read_with_a_hash_as_its_version()
    {
        var found = await _bucket.Get("in/a.json", null, 5, Cancellation);
        Assert.Equal(("in/a.json", HelloVersion, 5L, "hello"), (found!.Key, found.Version, found.Length, Encoding.UTF8.GetString(found.Body.Span)));
        Assert.NotNull(await _bucket.Get("in/a.json", HelloVersion, 5, Cancellation));
    }

    [Fact]
    public async Task A_version_that_is_gone_is_not_found()
    {
        File.WriteAllText(_folder.File("in/a.json"), "changed");
        Assert.Null(await _bucket.Get("in/a.json", HelloVersion, 100, Cancellation));
        Assert.Null(await _bucket.Get("in/none.json", null, 100, Cancellation));
        Assert.Null(await _bucket.Get("in", null, 100, Cancellation));
        Assert.Null(await _bucket.Get("nowhere/a.json", null, 100, Cancellation));
    }

    [Fact]
    public async Task A_larger_object_says_its_size_only()
    {
        var found = await _bucket.Get("in/a.json", HelloVersion, 4, Cancellation);
        Assert.Equal((5L, true), (found!.Length, found.Body.IsEmpty));
        Assert.Equal(HelloVersion, await _bucket.VersionOf("in/a.json", Cancellation));
    }

    [Theory]
    [InlineData("../a.json")]
    [InlineData("in/../../a.json")]
    [InlineData("in\\..\\a.json")]
    [InlineData("/etc/hostname")]
    [InlineData("in//a.json")]
    [InlineData("")]
    [InlineData("in/a\0.json")]
    public async Task A_key_outside_is_refused(string key)
    {
        var error = await Assert.ThrowsAsync<ConnectionException>(() => _bucket.Get(key, null, 100, Cancellation));
        Assert.False(error.Transient);
    }

    [Theory]
    [InlineData("", "in/a.json in/deep/b.json out.json")]
    [InlineData("in/", "in/a.json in/deep/b.json")]
    [InlineData("in/d", "in/deep/b.json")]
    [InlineData("o", "out.json")]
    [InlineData("none/", "")]
    public void A_prefix_lists_the_keys_that_begin_with_it(string prefix, string expected) =>
        Assert.Equal(expected, string.Join(' ', _bucket.List(prefix).Select(o => o.Key).Order(StringComparer.Ordinal)));

    [Fact]
    public void The_older_file_is_listed_first_whatever_its_name()
    {
        var old = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.File("out.json"), old);
        File.SetLastWriteTimeUtc(_folder.File("in/deep/b.json"), old.AddMinutes(10));
        File.SetLastWriteTimeUtc(_folder.File("in/a.json"), old.AddMinutes(10));
        Assert.Equal("out.json in/a.json in/deep/b.json", string.Join(' ', _bucket.List("").Select(o => o.Key)));
    }

    [Fact]
    public void A_prefix_outside_is_refused() => Assert.Throws<ConnectionException>(() => _bucket.List("../"));

    public void Dispose() => _folder.Dispose();
}
