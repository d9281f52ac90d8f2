using BenchmarkDotNet.Running;
using LambdaSync.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(MappingBenchmarks).Assembly).Run(args.Length == 0 ? ["--filter", "*", "--job", "short"] : args);
