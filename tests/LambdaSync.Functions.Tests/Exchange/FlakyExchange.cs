using LambdaSync.Connections;
using LambdaSync.Connections.Buckets;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>The exchange's bucket behind a line that breaks now and then, before the effect or after it.</summary>
sealed class FlakyExchange(IExchangeBucket bucket) : IExchangeBucket
{
    /// <summary>Asked at each call by its name: null, or whether the call takes effect before the line breaks.</summary>
    public Func<string, bool?> Breaks { get; set; } = _ => null;

    /// <summary>Called before and after each change of the bucket; the process may be killed there.</summary>
    public Action<string> Passes { get; set; } = _ => { };

    public string Name => bucket.Name;

    public Task<ExchangePage> List(string prefix, string? after, CancellationToken cancellation) => Call(nameof(List), () => bucket.List(prefix, after, cancellation));

    public Task<BucketObject?> Get(string key, int maxBytes, CancellationToken cancellation) => Call(nameof(Get), () => bucket.Get(key, maxBytes, cancellation));

    public Task Put(string key, byte[] json, CancellationToken cancellation) => Call(nameof(Put), () => Done(bucket.Put(key, json, cancellation)));

    public Task Delete(string key, CancellationToken cancellation) => Call(nameof(Delete), () => Done(bucket.Delete(key, cancellation)));

    async Task<T> Call<T>(string name, Func<Task<T>> call)
    {
        var breaks = Breaks(name);
        if (breaks == false)
            throw new ConnectionException("the line broke", transient: true);
        if (name is nameof(Put) or nameof(Delete))
            Passes("before " + name);
        var answer = await call();
        if (name is nameof(Put) or nameof(Delete))
            Passes("after " + name);
        return breaks == true ? throw new ConnectionException("the answer was lost", transient: true) : answer;
    }

    static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
