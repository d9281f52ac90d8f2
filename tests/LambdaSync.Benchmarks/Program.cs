using BenchmarkDotNet.Running;
using LambdaSync.Benchmarks;

if (args is ["--quota"])
    await QuotaRun.Run();
else
    BenchmarkSwitcher.FromAssembly(typeof(MappingBenchmarks).Assembly).Run(args.Length == 0 ? ["--filter", "*", "--job", "short"] : args);
