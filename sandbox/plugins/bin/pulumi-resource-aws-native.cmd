@echo off
node "%~dp0..\start.cjs" aws-native %*
