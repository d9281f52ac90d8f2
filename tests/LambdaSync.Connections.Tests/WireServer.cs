using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaSync.Connections.Tests;

/// <summary>HTTP/1.1 on a loopback port: records every request byte for byte and answers as it is told.</summary>
sealed class WireServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentQueue<WireRequest> _requests = new();
    readonly Func<WireRequest, WireReply> _answer;
    readonly Task _loop;

    public WireServer(Func<WireRequest, WireReply> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = Accept();
    }

    public WireServer(WireReply reply) : this(_ => reply)
    {
    }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"));

    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _listener.Dispose();
        _end.Dispose();
    }

    async Task Accept()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(Serve(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    async Task Serve(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        try
        {
            while (await Read(stream) is { } request)
            {
                _requests.Enqueue(request);
                var reply = _answer(request);
                if (reply == WireReply.Drop)
                    return;
                if (reply == WireReply.Half || reply == WireReply.Stall)
                    await stream.WriteAsync("HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{\"half"u8.ToArray(), _end.Token);
                if (reply == WireReply.Half)
                    return;
                if (reply == WireReply.Silence || reply == WireReply.Stall)
                    await Task.Delay(Timeout.Infinite, _end.Token);
                await stream.WriteAsync(reply.Bytes(), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client went away, or the test is over.
        }
    }

    async Task<WireRequest?> Read(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _end.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines[1..].Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _end.Token);
        return new WireRequest(start[0], start[1], headers, body);
    }
}
