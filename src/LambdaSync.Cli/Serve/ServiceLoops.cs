namespace LambdaSync.Cli;

/// <summary>
/// Runs a service's parts: all at the same time, as AWS runs the functions, or one after another until nothing is left to do. No part's
/// error ends the service.
/// </summary>
/// <param name="events">The queue of Partner Central's events, or null.</param>
sealed class ServiceLoops(Service service, Housekeeping housekeeping, EventQueue? events, TextWriter error, TimeProvider time)
{
    /// <summary>How long a part may take to end once the service is to stop: its outside call, which is not broken off.</summary>
    static readonly TimeSpan ForTheEnd = TimeSpan.FromSeconds(8);

    /// <summary>How long <see cref="Once"/> waits for files that wait, since the last one was finished.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Turns of <see cref="Once"/> that a part could not finish.</summary>
    public int Failed { get; private set; }

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="interval">Between two turns of a part.</param>
    /// <returns>False: a part was still in an outside call at the end. What it left is resumed at the next start.</returns>
    public async Task<bool> Run(TimeSpan interval, CancellationToken cancellation)
    {
        List<ServicePart> parts = [new("files", Files), .. service.Parts, new("housekeeping", housekeeping.Turn)];
        if (events is not null)
            parts.Add(new("events", turn => events.Listen(interval, turn)) { Waits = true });
        var all = Task.WhenAll(parts.Select(part => Task.Run(() => Loop(part, part.Waits ? TimeSpan.Zero : part.Every > interval ? part.Every.Value : interval, cancellation), CancellationToken.None)));
        var stopped = new TaskCompletionSource();
        await using (cancellation.Register(stopped.SetResult))
            await Task.WhenAny(all, stopped.Task);
        return await Task.WhenAny(all, Task.Delay(ForTheEnd, time, CancellationToken.None)) == all;
    }

    /// <summary>Works on what is there until all of it is done, or what is left has to wait.</summary>
    /// <returns>Whether no file waits.</returns>
    public async Task<bool> Once(CancellationToken cancellation)
    {
        await service.Scan(atOnce: true, cancellation);
        var (finished, since) = (service.Finished, time.GetTimestamp());
        while (true)
        {
            while (await service.Work(cancellation))
            {
            }

            while (events is not null && await events.Work(TimeSpan.FromSeconds(1), cancellation))
            {
            }

            // A file may wait for what a part does.
            foreach (var part in service.Parts)
                await Guarded(part, cancellation);
            // What a part has fetched is a file too.
            if (await service.Scan(atOnce: true, cancellation) > 0)
                continue;
            if (await service.IsQuiet(cancellation) && !await housekeeping.HasWaitingFiles(cancellation))
                return true;
            if (service.Finished != finished)
                (finished, since) = (service.Finished, time.GetTimestamp());
            else if (time.GetElapsedTime(since) > Patience)
                return false;
            await Task.Delay(Look, time, cancellation);
        }
    }

    async Task Files(CancellationToken cancellation)
    {
        await service.Scan(atOnce: false, cancellation);
        while (await service.Work(cancellation))
        {
        }
    }

    async Task Loop(ServicePart part, TimeSpan interval, CancellationToken cancellation)
    {
        var trouble = new Trouble(part.Name, error, time);
        while (!cancellation.IsCancellationRequested)
        {
            var pause = interval;
            try
            {
                await part.Turn(cancellation);
                await trouble.Over();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed) when (failed is not OutOfMemoryException)
            {
                var wait = await trouble.Tell(failed);
                pause = wait > interval ? wait : interval;
            }

            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task Guarded(ServicePart part, CancellationToken cancellation)
    {
        try
        {
            await part.Turn(cancellation);
        }
        catch (Exception failed) when (failed is not (OutOfMemoryException or OperationCanceledException))
        {
            Failed++;
            await error.WriteLineAsync(Trouble.Line(part.Name, failed));
        }
    }
}
