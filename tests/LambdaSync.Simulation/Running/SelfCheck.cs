using System.Runtime.CompilerServices;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Handlers that leave the pump in every way there is: the kernel has to notice each.</summary>
static class SelfCheck
{
    static readonly (string What, Func<ISyncStore, TimeProvider, Task> Handle)[] Offences =
    [
        ("Task.Run", (store, _) => Task.Run(() => (Task)Ask(store))),
        ("Task.Yield", async (store, _) => { await Task.Yield(); await Ask(store); }),
        ("Task.Yield, then nothing outside", async (store, _) => { await Ask(store); await Task.Yield(); }),
        ("a delay of the real clock", async (store, _) => { await Task.Delay(50); await Ask(store); }),
        ("a semaphore that is taken", Contend),
        ("a task source that continues elsewhere", Elsewhere),
        ("a wait without an end", (_, _) => new TaskCompletionSource().Task),
    ];

    public static int Run()
    {
        var missed = 0;
        foreach (var (what, handle) in Offences)
        {
            var noticed = Notice(handle);
            missed += noticed is null ? 1 : 0;
            Console.WriteLine($"{what}: {(noticed is null ? "NOT NOTICED" : "noticed: " + noticed.Split('\n')[0])}");
            // What is left of it on other threads ends before the next.
            Thread.Sleep(200);
        }

        var wrong = Notice(Innocent);
        Console.WriteLine("an innocent handler: " + (wrong ?? "passes"));
        var shapes = Shapes.Check();
        Console.WriteLine("return types through a gate: " + (shapes ?? "pass"));
        Console.WriteLine($"{Offences.Length} offences, {missed} not noticed");
        return missed == 0 && wrong is null && shapes is null ? 0 : 1;
    }

    static string? Notice(Func<ISyncStore, TimeProvider, Task> handle)
    {
        try
        {
            Engine.Play(new Offender(handle), new Story(1, TimeSpan.FromMinutes(10), []), Variant.None);
            return null;
        }
        catch (KernelException noticed)
        {
            return noticed.Message;
        }
    }

    static Task<LambdaSync.Sync.Job?> Ask(ISyncStore store) => store.GetJob("none", CancellationToken.None);

    static async Task Innocent(ISyncStore store, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        await Task.WhenAll(Ask(store), store.GetJob("other", limit.Token));
    }

    static async Task Contend(ISyncStore store, TimeProvider time)
    {
        using var turn = new SemaphoreSlim(0);
        var waiting = Wait();
        await Ask(store);
        turn.Release();
        await waiting;

        async Task Wait()
        {
            await turn.WaitAsync();
            await Ask(store);
        }
    }

    static async Task Elsewhere(ISyncStore store, TimeProvider time)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Wait();
        await Ask(store);
        source.SetResult();
        await waiting;

        async Task Wait()
        {
            await source.Task;
            await Ask(store);
        }
    }

    sealed class Offender(Func<ISyncStore, TimeProvider, Task> handle) : Model
    {
        public override string Name => "offender";

        public override IReadOnlyList<IPlot> Plots => [];

        public override IReadOnlyList<Invariant> Invariants => [];

        public override IReadOnlyList<Variant> Variants => [];

        public override TimeSpan Length(Chance chance) => TimeSpan.FromMinutes(10);

        public override void Build(World world)
        {
            var function = world.Add(new Function<Func<Task>>(world, Name, process =>
            {
                var (store, time) = (process.Reach<ISyncStore>(world.StoreOutside, world.Store), process.Time);
                return () => handle(store, time);
            }));
            _ = function.Invoke(async (run, _) => { await run(); return true; });
        }
    }

    /// <summary>An interface with every return type that a gate knows.</summary>
    interface IShapes
    {
        string Name { get; }

        Task Done();

        Task<T> Echo<T>(T value);

        ValueTask Quick();

        ValueTask<int> Number();

        IAsyncEnumerable<int> Count(int to, CancellationToken cancellation);

        Task<int> Fail();
    }

    sealed class Shapes : IShapes
    {
        public string Name => "shapes";

        public static string? Check()
        {
            using var trace = new Trace(keep: true);
            using var world = new World(1, PartChoice.Slow, Variant.None, trace);
            var problem = "it did not end";
            var function = world.Add(new Function<IShapes>(world, "shapes", process => process.Reach<IShapes>(world.StoreOutside, new Shapes())));
            _ = function.Invoke(async (shapes, _) => problem = await Use(shapes));
            world.Pump.RunTo(world.Pump.Start + TimeSpan.FromMinutes(1));
            var calls = trace.Lines.Count(line => line.Contains(" store.", StringComparison.Ordinal));
            return problem ?? (calls == 9 ? null : $"{calls} calls in the trace instead of 9");
        }

        public Task Done() => Task.CompletedTask;

        public Task<T> Echo<T>(T value) => Task.FromResult(value);

        public ValueTask Quick() => ValueTask.CompletedTask;

        public ValueTask<int> Number() => ValueTask.FromResult(7);

        public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellation)
        {
            for (var i = 1; i <= to; i++)
            {
                await Task.CompletedTask;
                yield return i;
            }
        }

        public Task<int> Fail() => throw new ConnectionException("as asked", transient: false);

        // Nine calls: one each, and four for three items and their end.
        static async Task<string?> Use(IShapes shapes)
        {
            await shapes.Done();
            await shapes.Quick();
            var sum = 0;
            await foreach (var item in shapes.Count(3, CancellationToken.None))
                sum += item;
            var same = (shapes.Name, await shapes.Echo("x"), await shapes.Number(), sum) == ("shapes", "x", 7, 6);
            try
            {
                await shapes.Fail();
                return "an exception got lost";
            }
            catch (ConnectionException failed)
            {
                return same && !failed.Transient ? null : "a result or an exception was changed";
            }
        }
    }
}
